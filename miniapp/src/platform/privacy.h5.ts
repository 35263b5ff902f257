export const currentPrivacyQuestion = (): null => null;
export const onPrivacyQuestion = (): (() => void) => () => undefined;
export const openPrivacyContract = null;
