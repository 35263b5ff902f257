export default definePageConfig({ navigationBarTitleText: '家庭人口变更' });
