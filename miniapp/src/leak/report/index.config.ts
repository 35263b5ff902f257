export default definePageConfig({ navigationBarTitleText: '报漏水' });
