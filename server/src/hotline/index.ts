export { HotlineCall } from './call.entity.js';
export { HotlineModule } from './hotline.module.js';
