/** JSON text in which typed arrays are lists, as every reader expects. */
export function toJson(value: unknown, indent?: number): string {
  const plain = (_: string, each: unknown) =>
    ArrayBuffer.isView(each) && !(each instanceof DataView) ? Array.from(each as unknown as ArrayLike<number>) : each;
  return JSON.stringify(value, plain, indent);
}
