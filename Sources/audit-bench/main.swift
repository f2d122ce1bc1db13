import Audit
import Glibc

// What an entry of the audit log costs: processor time of the thread that appends and of everything else (the log's
// writer, the kernel on its behalf), how many entries shared a commit, and how long a lone entry waits.
//
// As fast as the log takes them, the same batches are then written by a bare loop of write and fdatasync, for comparison.
//
// Usage: audit-bench DIRECTORY [ENTRIES [PER_SECOND]]; PER_SECOND 0 is as fast as the log takes them.
//        audit-bench verify LOG

let arguments = CommandLine.arguments
if arguments.count == 3, arguments[1] == "verify" {
  try Verification(log: arguments[2]).run()
  exit(0)
}
guard (2...4).contains(arguments.count), let entries = Int(arguments.dropFirst(2).first ?? "200000"),
  let rate = Int(arguments.dropFirst(3).first ?? "0"), entries > 0, rate >= 0
else {
  print("usage: audit-bench DIRECTORY [ENTRIES [PER_SECOND]] | verify LOG")
  exit(2)
}
do {
  try AppendLoad(directory: arguments[1], entries: entries, rate: rate).run()
} catch {
  print("error: \(error)")
  exit(1)
}
