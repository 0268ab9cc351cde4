/** The answer at a name that is not the server's. */
export const misdirected = {
  unknownHost: (host: string, url: string) =>
    `This server does not answer at ${host}. If you run it and this is its name, start it with PUBLIC_URL=${url}. If it has another name already, add ${url} to ALLOWED_ORIGINS.`,
};

export type MisdirectedTexts = typeof misdirected;
