import Audit
import Basics
import Glibc

// A process for tests to kill: it appends under load, and prints every entry once it is durable, as
// `sequence token`. Usage: audit-crash-writer LOG load | full

let arguments = CommandLine.arguments
guard arguments.count == 3, let mode = Mode(rawValue: arguments[2]) else {
  print("usage: audit-crash-writer LOG load|full")
  exit(2)
}
do {
  switch mode {
  case .load: try Load(AuditLog(arguments[1])).run()
  case .full: try FullDisk(arguments[1]).run()
  }
} catch {
  print("error \(error)")
  exit(1)
}

enum Mode: String { case load, full }
