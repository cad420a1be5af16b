/**
 * Imports the module named by the argument, or nothing, and prints the CPU time in µs that the
 * process has used since its start.
 */
const [module] = process.argv.slice(2);
const imported = module === undefined ? Promise.resolve() : import(module);

imported.then(() => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(String(user + system), () => process.exit(0));
});
