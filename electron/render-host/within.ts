/** The result of the work. Rejects if it takes longer than the limit: a page that hangs never answers. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
