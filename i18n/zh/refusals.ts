import type { RefusalTexts } from "../en/refusals.ts";

export const refusals: RefusalTexts = {
  unknownHost: (host, url) =>
    `此服务器不以 ${host} 提供服务。如果你是管理员，且这是它的域名，请用 PUBLIC_URL=${url} 启动它。如果它已有别的域名，请把 ${url} 加入 ALLOWED_ORIGINS。`,
  tooMany: (seconds) => `你的网络请求过多，请在 ${seconds} 秒后重试。`,
};
