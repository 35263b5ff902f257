export { IdentityModule } from './identity.module.js';
export { IdentityService } from './identity.service.js';
export { Resident, ResidentOpenid } from './resident.entity.js';
export { ForResident, ResidentGuard, type ResidentViewer } from './resident.guard.js';
