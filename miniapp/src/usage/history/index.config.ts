export default definePageConfig({ navigationBarTitleText: '用水情况' });
