export default definePageConfig({ navigationBarTitleText: '要带什么，怎么办' });
