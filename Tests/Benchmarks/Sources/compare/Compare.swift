// What the library costs, beside its peers, measured in the same run.
//
// Machines are noisy, so nothing here is a time alone. In each round every contestant runs once,
// one after the other, and each round begins with another one; a figure is the median of the
// rounds, with the least and the greatest beside it. «library ÷ it» divides the library's figure by
// the contestant's within each round, and is the median of that: what slowed one round slowed both.
// Where «min – max» is wide, others had the machine for a while, or stopped this program: take more
// rounds, and look at the medians.
// «met» says whether that, or the figure where it has a bound of its own, is as it must be.
//
//   empty-jobs    One thread submits jobs that do nothing, then asks each future for its result:
//                 closures that capture nothing, closures that capture a number and return it,
//                 and a job with a number for its input. The clock runs from before the first
//                 submission until the last result is there. Pools are made and warm before. Peers
//                 without futures run closures that count down one atomic number, and are done when
//                 it is 0. CPython and Java run in a process of their own each time, and leave its
//                 start out; CPython, which is slow, runs 50,000 jobs, Java the same in twelve laps,
//                 of which the first six warm it. Where they are not installed, they are left out.
//   round-trip    One job at a time: from before its submission until its result is there. Beside
//                 it two threads that wake each other by a condition variable. Both threads on one
//                 processor, then each on its own, then wherever the system puts them.
//   memory        Resident memory with so many pending, less that without, divided by them: future,
//                 closure, place in the queue, and place in the submitter's array. In a process of
//                 its own each time, because memory that was freed before would be used again.
//   observed      Empty jobs, until their futures are released, with a subscriber to ten snapshots
//                 a second and without. Says below whether the counts of the last snapshot are
//                 exact, and whether events were dropped.
//   cancel        `cancel()` of some at random among very many pending, for three numbers of these;
//                 beside it what it takes to read the state of others. Then all the others at once,
//                 by `shutdown(wait: false, cancelFutures: true)`.
//   snapshots     `snapshot()` with very many pending, after so many changes since the last one.
//   process-trip  As round-trip, with a job in a worker process, beside a byte that goes to another
//                 process and back by a socket pair: this process, with all its threads, and the
//                 other on one processor, then each on its own, then wherever the system puts them.
//   processes     Jobs in worker processes of this program, beside CPython's ProcessPoolExecutor.
//   recorded      The program pooltop with jobs that do nothing, with `--record` and without. Says
//                 below whether the recordings hold the end of every job.
//
// Dispatch and TaskGroup choose the number of their threads themselves, as many as there are
// processors; they are measured again beside each number of workers, and mean the same each time.

internal import ArgumentParser
internal import ConcurrentFutures

@main
enum Main {
  static func main() {
    ProcessPoolExecutor.runWorkerIfRequested(ProcessJobs.all)
    Compare.main()
  }
}

/// Measures, and prints tables.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures the library beside its peers and prints tables in Markdown.",
    subcommands: [Measure.self, MemoryOf.self, EchoBytes.self], defaultSubcommand: Measure.self)
}
