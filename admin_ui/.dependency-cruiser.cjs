/** Import rules: app → features → fields → ui → lib; a feature never reaches into another one. */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "features-are-islands",
      comment: "A feature may not use another feature's modules; what two need belongs to fields, ui or lib.",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "features-do-not-know-the-app",
      severity: "error",
      from: { path: "^src/features/" },
      to: { path: "^src/app/" },
    },
    {
      name: "fields-use-ui-and-lib",
      severity: "error",
      from: { path: "^src/fields/" },
      to: { path: "^src/(app|features)/" },
    },
    {
      name: "ui-uses-lib",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: "^src/(app|features|fields)/" },
    },
    {
      name: "lib-uses-nothing-of-ours",
      severity: "error",
      from: { path: "^src/lib/" },
      to: { path: "^src/(app|features|fields|ui)/" },
    },
    {
      name: "production-code-uses-no-test-code",
      severity: "error",
      from: { pathNot: "(\\.test\\.tsx?$|^src/test/)" },
      to: { path: "(\\.test\\.tsx?$|^src/test/)" },
    },
    {
      name: "production-code-uses-no-dev-dependency",
      severity: "error",
      from: { path: "^src/", pathNot: "(\\.test\\.tsx?$|^src/test/)" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/@types/",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
