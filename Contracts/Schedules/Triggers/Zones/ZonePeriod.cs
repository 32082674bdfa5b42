using System.Runtime.InteropServices;

namespace Messaging.Contracts;

/// <summary>A time in which the clocks of a zone are not changed.</summary>
/// <param name="Start">The first tick, UTC.</param>
/// <param name="End">The first tick after it, UTC.</param>
/// <param name="Offset">Ticks that the clocks are ahead of UTC.</param>
/// <param name="OffsetBefore">The same just before the start.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ZonePeriod(long Start, long End, long Offset, long OffsetBefore);
