// In the order of the lists and colours: a new one goes to the end.
import './psqe.js';
import './pivot.js';

export * from './registry.js';
