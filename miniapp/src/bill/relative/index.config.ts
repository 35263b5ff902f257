export default definePageConfig({ navigationBarTitleText: '帮家人缴水费' });
