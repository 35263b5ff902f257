/** How much larger than usual the phone's owner has set text, 1 when not known. */
export declare function systemTextScale(): number;
/** WeChat draws a title bar over mini-programs and web pages alike, a tab bar only over mini-programs. */
export declare const drawsTitleBar: boolean;
export declare const drawsTabBar: boolean;
export declare function watchNetwork(listener: (online: boolean) => void): void;
