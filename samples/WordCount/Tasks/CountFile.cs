using Messaging.Contracts;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tasks;

/// <summary>Counts the lines and words of one file.</summary>
/// <param name="Path">Full path of the file; the worker must see the same files.</param>
/// <param name="Mode">How words are told apart.</param>
[TaskName("wordcount.file")]
public sealed record CountFile(string Path, CountMode Mode) : ITask<FileCount>;
