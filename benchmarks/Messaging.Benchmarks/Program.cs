using Messaging.Benchmarks;

return args is [SideProcess.Argument, var settings]
    ? await SideLoop.Run(settings)
    : await BenchmarkProgram.Run(args);
