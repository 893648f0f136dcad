// Sources of seeds that only studies compare: one file a source, in the order of the lists.
import './pivot-refined.js';
import './truth.js';
import './truth-refined.js';
import './vote.js';
