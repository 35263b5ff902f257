/** `wx.request` and `wx.uploadFile` over real HTTP. The package was compiled for some address; the server under test is elsewhere. */

interface RequestOptions {
  url: string;
  method?: string;
  header?: Record<string, string>;
  data?: unknown;
}
interface UploadOptions {
  url: string;
  filePath: string;
  name: string;
  header?: Record<string, string>;
}

export function httpBridge(serverUrl: string, files: Map<string, Uint8Array>) {
  const moved = (url: string) => {
    const { pathname, search } = new URL(url);
    return serverUrl + pathname + search;
  };
  return {
    async request({ url, method = 'GET', header = {}, data }: RequestOptions) {
      const body = method === 'GET' || data === undefined ? undefined : typeof data === 'string' ? data : JSON.stringify(data);
      const response = await fetch(moved(url), { method, headers: header, body });
      const text = await response.text();
      return { statusCode: response.status, header: Object.fromEntries(response.headers), data: parsed(text) };
    },
    async uploadFile({ url, filePath, name, header = {} }: UploadOptions) {
      const bytes = files.get(filePath);
      if (!bytes) throw { errMsg: 'uploadFile:fail file not found' };
      const form = new FormData();
      form.append(name, new Blob([Uint8Array.from(bytes)]), filePath.slice(filePath.lastIndexOf('/') + 1));
      const response = await fetch(moved(url), { method: 'POST', headers: header, body: form });
      // Text, not an object: that is what WeChat gives.
      return { statusCode: response.status, data: await response.text() };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
