import ConcurrentFutures

// The three programs of the notes that this project started from, written as a user of the library
// writes them: `NotesPrograms 1`, `2` or `3`. A second argument scales every pause: 0.1 makes of
// the notes' five seconds half of one.

ProcessPoolExecutor.runWorkerIfRequested(JobRegistry(worker))

let words = CommandLine.arguments.dropFirst()
let pace = Pace(scale: words.dropFirst().first.flatMap(Double.init) ?? 1)

switch words.first {
case "1": try submitAndPoll(pace)
case "2": try collectAsCompleted(pace)
case "3": try submitAndPollInScope(pace)
default: print("usage: NotesPrograms 1|2|3 [scale]")
}
