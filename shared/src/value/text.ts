/** A mainland mobile number: eleven digits, no separators. */
export function isMobileNumber(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text);
}

/**
 * Whether the text holds a character outside the Basic Multilingual Plane (emoji, rare Han such as 𠮷), which takes four bytes in UTF-8.
 * Such characters are legal in names and are kept; some receivers (template messages, old printers) refuse them.
 */
export function hasFourByteCharacter(text: string): boolean {
  return /[\uD800-\uDFFF]/.test(text);
}
