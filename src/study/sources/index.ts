// Sources of seeds that only studies compare, in the order of the lists.
import './refined.js';
import './truth.js';
import './vote.js';
