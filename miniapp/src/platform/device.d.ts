/** How much larger than usual the phone's owner has set text, 1 when not known. */
export declare function systemTextScale(): number;
/** Whether the page draws its own title bar and tab bar (browsers), or WeChat does. */
export declare const drawsOwnBars: boolean;
export declare function watchNetwork(listener: (online: boolean) => void): void;
