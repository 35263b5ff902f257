export default definePageConfig({ navigationBarTitleText: '账单明细' });
