import type { Request, Response } from "express";

/** The value of a cookie that the browser sent. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = pair.trim().split("=");
    if (key === name && value) return value;
  }
  return undefined;
}

/** Sets a cookie that no script reads and no other site sends; 0 ms deletes it. */
export function setCookie(
  request: Request,
  response: Response,
  name: string,
  value: string,
  maxAgeMs: number,
): void {
  const options = { httpOnly: true, sameSite: "strict", path: "/", maxAge: maxAgeMs } as const;
  response.cookie(name, value, { ...options, secure: request.secure });
}
