// Owns: the module Worker's entry.
export default {};
