export default definePageConfig({ navigationBarTitleText: '首问供水服务' });
