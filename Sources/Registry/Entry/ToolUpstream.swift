/// Where a tool lives.
public enum ToolUpstream: Sendable, Hashable {
  /// A server of the configuration, by its name there.
  case named(String)
  /// A server that speaks MCP over HTTP, by its URL.
  case url(String)
  /// A server that is started as a child process and speaks MCP over standard input and output: its command
  /// and arguments.
  case stdio([String])

  /// What it is called in records, metrics and policies: its name, the URL, or the command's name after `stdio:`. The
  /// arguments are left out, because they may hold what is not for everyone.
  public var label: String {
    switch self {
    case .named(let name): name
    case .url(let url): url
    case .stdio(let command): "stdio:" + (command.first ?? "")
    }
  }
}
