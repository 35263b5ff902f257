export { hashPassword } from './password.js';
export { Department, Hall, Post, PostRelief, Staff } from './staff.entity.js';
export { ForStaff, refuseForeignOrigin, StaffGuard, type StaffViewer } from './staff.guard.js';
export { StaffModule } from './staff.module.js';
export { StaffService } from './staff.service.js';
