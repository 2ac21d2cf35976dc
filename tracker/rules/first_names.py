"""First names that children in England and Wales often have: a name among these needs less beside it.

Chosen from names common in the birth registers of the last 25 years; words of everyday prose that are names
too (Grace, Hope, Will, Mark, April, May, Summer, Rose) are left out, as they would raise false alarms.
"""

# fmt: off
FIRST_NAMES = frozenset({
    "Aaliyah", "Aaron", "Abdul", "Abdullah", "Abigail", "Adam", "Adrian", "Ahmed", "Aiden", "Aisha",
    "Alan", "Albert", "Albie", "Alex", "Alexander", "Alexandra", "Alexis", "Alfie", "Alfred", "Ali",
    "Alice", "Alicia", "Alisha", "Alyssa", "Amber", "Amelia", "Amelie", "Amina", "Amir", "Amirah", "Amy",
    "Ana", "Anaya", "Andrew", "Anna", "Annabelle", "Anthony", "Arabella", "Archie", "Arlo", "Arthur",
    "Arya", "Ashton", "Aurora", "Austin", "Ava", "Ayaan", "Ayesha", "Barnaby", "Bartosz", "Beatrice",
    "Beau", "Bella", "Ben", "Benjamin", "Bethany", "Billy", "Bobby", "Bonnie", "Bradley", "Brandon",
    "Callum", "Cameron", "Carter", "Casey", "Cerys", "Charles", "Charlie", "Charlotte", "Chelsea",
    "Chloe", "Christopher", "Clara", "Cody", "Connor", "Conor", "Courtney", "Daisy", "Daniel", "Danielle",
    "Darcey", "Darcy", "Darius", "David", "Demi", "Dexter", "Dominic", "Dylan", "Ebony", "Edith",
    "Edward", "Eleanor", "Elijah", "Eliza", "Elizabeth", "Ella", "Ellie", "Elliot", "Elliott", "Ellis",
    "Elsie", "Emilia", "Emily", "Emma", "Erin", "Esme", "Ethan", "Eva", "Evan", "Evelyn", "Evie", "Ezra",
    "Fatima", "Felix", "Finlay", "Finley", "Fiona", "Florence", "Francesca", "Frankie", "Freddie",
    "Frederick", "Freya", "Gabriel", "Gabriella", "George", "Georgia", "Georgina", "Gethin", "Gracie",
    "Hamza", "Hannah", "Harley", "Harriet", "Harrison", "Harry", "Harvey", "Hasan", "Hassan", "Heidi",
    "Henry", "Holly", "Hugo", "Hussain", "Ibrahim", "Imogen", "Iris", "Isaac", "Isabel", "Isabella",
    "Isabelle", "Isla", "Ismail", "Ivy", "Jack", "Jackson", "Jacob", "Jade", "Jaden", "Jake", "Jakub",
    "James", "Jamie", "Jasmine", "Jason", "Jaxon", "Jayden", "Jenson", "Jessica", "Jodie", "Joel", "John",
    "Jonathan", "Jordan", "Joseph", "Joshua", "Jude", "Julia", "Kacey", "Kai", "Kajus", "Karolina",
    "Katie", "Kayden", "Kayla", "Kayleigh", "Keira", "Khadija", "Kian", "Kieran", "Kyle", "Lacey",
    "Laila", "Lauren", "Layla", "Leah", "Leo", "Leon", "Leona", "Leroy", "Lewis", "Lexi", "Lexie", "Liam",
    "Lilly", "Lily", "Logan", "Lola", "Lottie", "Louie", "Louis", "Louisa", "Luca", "Lucas", "Lucy",
    "Luke", "Lydia", "Maddison", "Madison", "Maisie", "Maja", "Malik", "Maria", "Mariam", "Martha",
    "Maryam", "Mason", "Matilda", "Matthew", "Max", "Maxwell", "Maya", "Megan", "Mia", "Michael", "Mikey",
    "Millie", "Mohamed", "Mohammad", "Mohammed", "Molly", "Morgan", "Muhammad", "Musa", "Myla", "Nadia",
    "Natalia", "Nathan", "Nathaniel", "Niamh", "Nicholas", "Nicole", "Nikola", "Noah", "Nora", "Oliver",
    "Olivia", "Ollie", "Oscar", "Owen", "Paige", "Patrick", "Phoebe", "Poppy", "Rachel", "Ralph",
    "Rebecca", "Reece", "Reggie", "Reuben", "Rhys", "Riley", "Robert", "Robyn", "Rory", "Rosie", "Rowan",
    "Ruby", "Ryan", "Saffron", "Sam", "Samantha", "Samuel", "Sara", "Sarah", "Scarlett", "Sean",
    "Sebastian", "Shannon", "Sienna", "Skye", "Sofia", "Sophia", "Sophie", "Spencer", "Stanley",
    "Stephen", "Summayah", "Szymon", "Taylor", "Teddy", "Tegan", "Theo", "Theodore", "Thomas", "Tia",
    "Tiana", "Tobias", "Toby", "Tom", "Tommy", "Tyler", "Tyrese", "Umar", "Victoria", "Violet", "William",
    "Willow", "Xander", "Yasmin", "Yusuf", "Zac", "Zach", "Zachary", "Zahra", "Zain", "Zak", "Zara",
    "Zoe", "Zofia", "Zuzanna",
})
# fmt: on
