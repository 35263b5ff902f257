export default definePageConfig({ navigationBarTitleText: '查查家里漏不漏水' });
