import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What Java's ThreadPoolExecutor takes for the work that `compare` gives to the library.
 *
 * <p>Prints one number: empty jobs a second, all results collected, the median of the second half of
 * the laps.
 *
 * <p>usage: java JavaThreads.java WORKERS COUNT LAPS
 */
public final class JavaThreads {
  public static void main(String[] arguments) throws Exception {
    int workers = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int laps = Integer.parseInt(arguments[2]);
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    double[] rates = new double[laps];
    for (int lap = 0; lap < laps; lap++) rates[lap] = count / seconds(pool, count);
    pool.shutdown();
    double[] warm = Arrays.copyOfRange(rates, laps / 2, laps);
    Arrays.sort(warm);
    System.out.println(warm[warm.length / 2]);
  }

  private static double seconds(ExecutorService pool, int count) throws Exception {
    long begin = System.nanoTime();
    @SuppressWarnings("unchecked")
    Future<Integer>[] futures = new Future[count];
    for (int index = 0; index < count; index++) {
      int number = index;
      futures[index] = pool.submit(() -> number);
    }
    long sum = 0;
    for (Future<Integer> future : futures) sum += future.get();
    double elapsed = (System.nanoTime() - begin) / 1e9;
    if (sum != (long) count * (count - 1) / 2) throw new AssertionError("a result was wrong");
    return elapsed;
  }
}
