export * from './contrast';
export * from './elementwise';
export * from './gemm';
export * from './graph';
export * from './rows';
export * from './search';
