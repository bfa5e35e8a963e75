//! Points read on a thread of its own, a few thousand at a time, beside the work on those that were
//! read before. A text of few points is read where it is asked for, without a thread.

use super::point::{Fields, Point};
use super::series::Series;
use super::{LineError, Precision, ReadError, Reader};
use crate::table::Name;
use crate::time::Bounds;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Points, one by one, as [`Reader`] gives them.
pub struct Points<R> {
    /// Until there are more points than a batch holds.
    filler: Option<Filler<R>>,
    thread: Option<Thread>,
    batch: Batch,
    /// How many points of the batch were taken, and how many of their fields.
    taken: usize,
    fields: usize,
    /// The series as far as they were told of.
    series: Vec<Series>,
}

/// What comes next.
#[derive(Debug)]
pub enum Next<'a> {
    /// A point.
    Point(Point<'a>),
    /// Numbers of series begin anew.
    Renumbered,
}

/// Which lines need not be read; see [`Reader::within`] and [`Reader::exclude`].
pub struct Asked {
    /// The times that are wanted.
    pub bounds: Bounds,
    /// Whether no point of a series is wanted.
    pub excludes: Box<dyn Fn(&Series) -> bool + Send>,
    /// Once there are more series than these, they are forgotten and numbered anew: for points that
    /// come series by series.
    pub series: usize,
}

/// Points in a batch: few enough that they stay in a core's own memory on their way.
const POINTS: usize = 2048;

/// Bytes of texts after which a batch is full.
const TEXTS: usize = 1 << 18;

/// Batches that wait at most.
const AHEAD: usize = 4;

impl<R: Read + Send + 'static> Points<R> {
    /// The points of a stream.
    pub fn new(source: R, precision: Precision, asked: Asked) -> Self {
        let mut reader = Reader::new(source, precision);
        reader.within(asked.bounds);
        Self {
            filler: Some(Filler {
                reader,
                asked,
                told: Vec::new(),
            }),
            thread: None,
            batch: Batch::default(),
            taken: 0,
            fields: 0,
            series: Vec::new(),
        }
    }

    /// What comes next; none at the end of the stream.
    ///
    /// # Errors
    /// A malformed line, after which reading can go on, or a failing stream.
    #[expect(
        clippy::should_implement_trait,
        reason = "the point borrows from the batch"
    )]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Next<'_>>, ReadError> {
        loop {
            while let Some((_, news)) = self.batch.news.pop_front_if(|(at, _)| *at <= self.taken) {
                match news {
                    News::Series(series) => self.series.push(series),
                    News::Field(series, name) => self.series[series].fields.push(name),
                    News::Malformed(error) => return Err(ReadError::Line(error)),
                    News::Renumbered => {
                        self.series.clear();
                        return Ok(Some(Next::Renumbered));
                    }
                }
            }
            if self.taken < self.batch.points.len() {
                break;
            }
            if !self.advance()? {
                return Ok(None);
            }
        }
        let point = &self.batch.points[self.taken];
        let fields = &self.batch.fields.fields[self.fields..point.fields];
        self.taken += 1;
        self.fields = point.fields;
        Ok(Some(Next::Point(Point {
            series: point.series,
            time: point.time,
            line: point.line,
            known: &self.series[point.series],
            fields,
            texts: &self.batch.fields.texts,
        })))
    }

    /// Goes on to the next batch; false at the end.
    fn advance(&mut self) -> Result<bool, ReadError> {
        (self.taken, self.fields) = (0, 0);
        match std::mem::take(&mut self.batch.end) {
            End::Open => {}
            End::Whole => {
                self.batch.clear();
                self.batch.end = End::Whole;
                return Ok(false);
            }
            End::Failed(error) => {
                self.batch.clear();
                self.batch.end = End::Whole;
                return Err(ReadError::Stream(error));
            }
        }
        if let Some(filler) = &mut self.filler
            && self.batch.points.is_empty()
        {
            filler.fill(&mut self.batch);
            return Ok(true);
        }
        if let Some(filler) = self.filler.take() {
            self.thread = Some(Thread::start(filler)?);
        }
        let thread = self.thread.as_ref();
        let batch = thread.and_then(|thread| thread.batches.recv().ok());
        let batch = batch.ok_or_else(|| io::Error::other("the thread that reads died"))?;
        let used = std::mem::replace(&mut self.batch, batch);
        if let Some(thread) = thread {
            // A thread that is done needs it no more.
            let _done = thread.used.send(used);
        }
        Ok(true)
    }
}

/// The thread that reads.
struct Thread {
    batches: Receiver<Batch>,
    /// Batches whose memory may be used again.
    used: Sender<Batch>,
}

impl Thread {
    fn start<R: Read + Send + 'static>(mut filler: Filler<R>) -> io::Result<Self> {
        let (sender, batches) = sync_channel(AHEAD);
        let (used, again) = channel::<Batch>();
        let work = move || {
            loop {
                let mut batch = again.try_recv().unwrap_or_default();
                batch.clear();
                filler.fill(&mut batch);
                let ends = !matches!(batch.end, End::Open);
                if !send(&sender, batch) || ends {
                    return;
                }
            }
        };
        let builder = std::thread::Builder::new().name("reader".into());
        builder.spawn(work)?;
        Ok(Self { batches, used })
    }
}

/// False if nobody listens any more.
fn send(sender: &SyncSender<Batch>, batch: Batch) -> bool {
    sender.send(batch).is_ok()
}

/// Some points, and what is to be known before each of them.
#[derive(Default)]
struct Batch {
    points: Vec<Place>,
    fields: Fields,
    /// By the number of the point before which it is news.
    news: VecDeque<(usize, News)>,
    end: End,
}

/// A point, whose fields end here.
struct Place {
    series: usize,
    time: Option<i64>,
    line: u64,
    fields: usize,
}

enum News {
    /// The next number is a series'.
    Series(Series),
    /// The next slot of a series is a field's.
    Field(usize, Name),
    Renumbered,
    Malformed(LineError),
}

/// What follows a batch.
#[derive(Default)]
enum End {
    /// Another one.
    #[default]
    Open,
    Whole,
    Failed(io::Error),
}

impl Batch {
    fn clear(&mut self) {
        self.points.clear();
        self.fields.clear();
        self.news.clear();
        self.end = End::Open;
    }
}

/// Fills batches.
struct Filler<R> {
    reader: Reader<R>,
    asked: Asked,
    /// By the number of a series, how many of its fields were told of.
    told: Vec<usize>,
}

impl<R: Read> Filler<R> {
    fn fill(&mut self, batch: &mut Batch) {
        while batch.points.len() < POINTS
            && batch.news.len() < POINTS
            && batch.fields.texts.len() < TEXTS
        {
            match self.reader.read(&mut batch.fields) {
                Ok(Some((parsed, line))) => {
                    self.tell(parsed.series, batch);
                    batch.points.push(Place {
                        series: parsed.series,
                        time: parsed.time,
                        line,
                        fields: batch.fields.fields.len(),
                    });
                    if parsed.series >= self.asked.series {
                        self.reader.forget();
                        self.told.clear();
                        batch.news.push_back((batch.points.len(), News::Renumbered));
                    }
                }
                Ok(None) => {
                    batch.end = End::Whole;
                    return;
                }
                Err(ReadError::Line(error)) => {
                    let news = News::Malformed(error);
                    batch.news.push_back((batch.points.len(), news));
                }
                Err(ReadError::Stream(error)) => {
                    batch.end = End::Failed(error);
                    return;
                }
            }
        }
    }

    /// Tells what of a series is new.
    #[inline]
    fn tell(&mut self, series: usize, batch: &mut Batch) {
        let fields = self.reader.table().get(series).fields.len();
        if self.told.get(series) != Some(&fields) {
            self.tell_new(series, batch);
        }
    }

    #[cold]
    fn tell_new(&mut self, series: usize, batch: &mut Batch) {
        let at = batch.points.len();
        // Series before it may have had malformed lines only.
        for number in self.told.len()..=series {
            let Series {
                measurement, tags, ..
            } = self.reader.table().get(number);
            let new = Series::new(measurement.clone(), tags.clone());
            let excluded = (self.asked.excludes)(&new);
            batch.news.push_back((at, News::Series(new)));
            self.told.push(0);
            if excluded {
                self.reader.exclude(number);
            }
        }
        let fields = &self.reader.table().get(series).fields;
        for name in &fields[self.told[series]..] {
            let news = News::Field(series, name.clone());
            batch.news.push_back((at, news));
        }
        self.told[series] = fields.len();
    }
}

#[cfg(test)]
mod tests;
