using System.CommandLine;
using Messaging.Samples.WordCount;

var folder = new Argument<string>("folder")
{
    Description = "Folder whose files are counted.",
    DefaultValueFactory = _ => ".",
};
var json = new Option<bool>("--json") { Description = "Print the result as one line of JSON." };
var role = new Option<SampleRole>("--role") { Description = "Which part this process plays. Default: all of them." };

var command = new RootCommand("Counts the lines and words of a folder, a task for each file.") { folder, json, role };
command.SetAction((parsed, cancellationToken) => SampleProgram.Run(
    parsed.GetValue(folder)!, parsed.GetValue(json), parsed.GetValue(role), cancellationToken));

// Signals are the host's to handle: it lets running tasks end, however long they take.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
