/** WeChat holds a call back until the resident has agreed to the privacy notice. */
export interface PrivacyQuestion {
  agreed(buttonId: string): void;
  refused(): void;
}
export declare function currentPrivacyQuestion(): PrivacyQuestion | null;
export declare function onPrivacyQuestion(listener: () => void): () => void;
/** Opens the notice's full text; null where WeChat has no such page. */
export declare const openPrivacyContract: (() => void) | null;
