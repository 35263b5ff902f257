export default definePageConfig({ navigationBarTitleText: '预存水费' });
