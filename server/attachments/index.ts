export { SignedAddresses } from './address.ts';
export { Attachments, ownerOf } from './attachments.ts';
export { UploadLimits } from './limits.ts';
export { attachmentRoutes } from './routes.ts';
export { AttachmentSweep, removeFiles } from './sweep-attachments.ts';
