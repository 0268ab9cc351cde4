/** A name similar to a taken one, and most probably free. */
export function anotherName(stream: string, random: number): string {
  const suffix = `-${100 + Math.floor(random * 900)}`;
  return [...stream].slice(0, 64 - suffix.length).join("") + suffix;
}
