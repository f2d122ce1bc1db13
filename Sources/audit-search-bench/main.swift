import Audit
import AuditIndex
import Basics
import Glibc

// How quickly a large log is indexed and searched.
//
// Usage: audit-search-bench generate DIRECTORY ENTRIES | index DIRECTORY | search DIRECTORY

let arguments = CommandLine.arguments
do {
  switch arguments.dropFirst().first {
  case "generate" where arguments.count == 4:
    try LogGeneration(directory: arguments[2], entries: Int(arguments[3]) ?? 0).run()
  case "index" where arguments.count == 3: try SearchTimes(directory: arguments[2]).index()
  case "search" where arguments.count == 3: try SearchTimes(directory: arguments[2]).search()
  default:
    print("usage: audit-search-bench generate DIRECTORY ENTRIES | index DIRECTORY | search DIRECTORY")
    exit(2)
  }
} catch {
  print("error: \(error)")
  exit(1)
}
