export interface PickedFile {
  /** Works in `<Image src>` on this phone. */
  path: string;
  name: string;
  /** `photo` can be shown, `document` only named. */
  kind: 'photo' | 'document';
}
export interface Upload {
  status: number;
  data: unknown;
}

/** Opens camera or album. Cancelling gives none. */
export declare function pickPhotos(most: number): Promise<PickedFile[]>;
/** PDF files, e.g. from a chat. */
export declare function pickDocuments(most: number): Promise<PickedFile[]>;
/** Sends one file as the part `file`. `progress` goes from 0 to 100. Rejects with NoAnswer when no answer came. */
export declare function sendFile(file: PickedFile, path: string, headers: Record<string, string>, progress: (percent: number) => void): Promise<Upload>;
export declare function viewPhotos(urls: string[], current: string): void;
/** The whole address of something on our server, for people to pass on. */
export declare function webAddress(path: string): string;
/** A PDF, in whatever shows PDFs here. Rejects with NoAnswer when no answer came; `status` is what the server said. */
export declare function openDocument(url: string, headers?: Record<string, string>): Promise<{ status: number; data: unknown }>;
