export default definePageConfig({ navigationBarTitleText: '填写联系人' });
