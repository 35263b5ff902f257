export default definePageConfig({ navigationBarTitleText: '办业务' });
