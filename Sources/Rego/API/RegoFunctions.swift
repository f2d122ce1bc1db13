/// The built-in functions that policies may call.
public enum RegoFunctions {
  /// Name and number of arguments of each, in the order of the names.
  public static var all: [(name: String, arity: Int)] {
    BuiltinTable.standard.entries.map { ($0.name, $0.arity) }.sorted { $0.name < $1.name }
  }
}
