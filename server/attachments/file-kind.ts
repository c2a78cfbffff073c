import { fileTypeFromBuffer } from 'file-type';

const UNKNOWN = 'application/octet-stream';
/** What a browser that saves it may know the type of. Nothing that any browser runs: HTML, SVG and XML are unknown. */
const TOLD =
  /^(audio\/[\w.+-]+|video\/[\w.+-]+|image\/(jpeg|png|webp|gif|avif|heic|heif|tiff|bmp)|application\/(pdf|zip|gzip|x-7z-compressed|msword|rtf|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-)[\w.+-]+))$/;

/** The media type of a file by its first bytes; what its sender calls it means nothing. */
export async function fileKind(head: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  return found !== undefined && TOLD.test(found.mime) ? found.mime : UNKNOWN;
}
