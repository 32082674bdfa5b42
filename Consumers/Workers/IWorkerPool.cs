namespace Messaging.Consumers;

/// <summary>What remote control changes of the pool that runs tasks.</summary>
internal interface IWorkerPool
{
    /// <summary>Kind of pool.</summary>
    string Kind { get; }

    /// <summary>Tasks that can run at the same time.</summary>
    int Size { get; }

    /// <summary>Lets more tasks run at the same time.</summary>
    void Grow(int count);

    /// <summary>Lets fewer tasks run at the same time; what runs goes on.</summary>
    void Shrink(int count);

    /// <summary>Lets the number go by need; <c>null</c> for a fixed one.</summary>
    void SetAutoscale(int? least, int? most);

    /// <summary>Goes back to what the configuration says of the number.</summary>
    void TakeBackSize();
}
