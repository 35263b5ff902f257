/** Asks whether messages of these templates may be sent; resolves to those agreed to. Call it in the tap itself, before anything is awaited. */
export declare function askConsent(templateIds: string[]): Promise<string[]>;
